// Generated from guichet.screens.live.board.words by web/generate_types.py. Do not edit.

export interface Ability {
  readonly agent: number;
  readonly skills: readonly (readonly [number, number])[];
}

export type Presence = "offline" | "available" | "paused";

export interface AgentShown {
  readonly agent: number;
  readonly name: string;
  readonly team: number | null;
  readonly presence: Presence;
  readonly reason: string | null;
  readonly since: number | null;
  readonly in_hand: number;
  readonly wrapping_up: number;
  readonly ringing: number;
}

export type AlertKind = "longest-wait" | "service-level" | "nobody-there";

export interface AlertShown {
  readonly kind: AlertKind;
  readonly queue: number;
  readonly since: number;
  readonly raised_at: number;
}

export interface AnswerAttending {
  readonly key: string;
  readonly sdp: string;
}

export interface AssignContact {
  readonly kind: "assign";
  readonly key: string;
  readonly contact: string;
  readonly agent: number;
}

export interface AttendCall {
  readonly key: string;
  readonly manner: "join" | "listen" | "whisper";
}

export interface OtherCard {
  readonly side: "agent" | "citizen" | "listener" | "outside";
  readonly part: "guest" | "main";
  readonly state: "ended" | "held" | "ringing" | "talking";
  readonly name: string;
  readonly manner: "" | "join" | "listen" | "whisper";
}

export interface LegCard {
  readonly leg: string;
  readonly contact: string;
  readonly state: "ended" | "held" | "ringing" | "talking";
  readonly post: "" | "browser" | "telephone";
  readonly offer: string;
  readonly shown: string;
  readonly since: number;
  readonly part: "guest" | "main";
  readonly others: readonly OtherCard[];
  readonly taping: "" | "on" | "paused" | "refused";
  readonly relay: string;
  readonly mixes: boolean;
}

export interface AttendingSet {
  readonly type: "AttendingSet";
  readonly attending: readonly LegCard[];
}

export interface Stretch {
  readonly since: number;
  readonly answered: number;
  readonly in_time: number;
  readonly abandoned: number;
}

export interface Course {
  readonly day_begun_at: number;
  readonly lately: Stretch;
  readonly before: Stretch;
}

export interface QueueShown {
  readonly queue: number;
  readonly name: string;
  readonly commitment_ms: number;
  readonly closed_because: string | null;
}

export type Channel = "voice" | "callback" | "video" | "chat" | "visit" | "email" | "sms" | "social" | "letter" | "message";

export interface Day {
  readonly arrived: number;
  readonly answered: number;
  readonly in_time: number;
  readonly abandoned: number;
  readonly abandoned_short: number;
  readonly turned_away: number;
  readonly transferred: number;
  readonly closed: number;
  readonly handled: number;
  readonly wait_ms: number;
  readonly handling_ms: number;
  readonly wrap_up_ms: number;
}

export interface Row {
  readonly queue: number;
  readonly channel: Channel;
  readonly waiting: number;
  readonly late: number;
  readonly soon: number;
  readonly longest_since: number | null;
  readonly in_hand: number;
  readonly wrapping_up: number;
  readonly asked: number;
  readonly day: Day;
}

export interface Team {
  readonly team: number;
  readonly name: string;
}

export type ContactState = "waiting" | "offered" | "assigned" | "interrupted" | "asked" | "wrapping_up" | "merged" | "closed" | "withdrawn" | "turned_away";

export interface WaitingShown {
  readonly contact: string;
  readonly channel: Channel;
  readonly state: ContactState;
  readonly queue: number;
  readonly reason_name: string;
  readonly arrived_at: number;
  readonly waits_since: number;
  readonly rank_at: number;
  readonly priority_minutes: number;
  readonly offered_to: number | null;
  readonly waiting_for: string;
  readonly skills: readonly (readonly [number, number])[];
}

export type OrderKind = "assign" | "priority" | "skill" | "overflow" | "close" | "message";

export interface OrderShown {
  readonly order: string;
  readonly kind: OrderKind;
  readonly by: string;
  readonly given_at: number;
  readonly until: number | null;
  readonly sentence: string;
  readonly text: string;
  readonly readers: number;
}

export interface LegShown {
  readonly leg: string;
  readonly side: "agent" | "citizen" | "listener" | "outside";
  readonly part: "guest" | "main";
  readonly state: "ended" | "held" | "ringing" | "talking";
  readonly name: string;
  readonly since: number;
  readonly account: number | null;
  readonly manner: "" | "join" | "listen" | "whisper";
  readonly sounding: "" | "bad" | "good" | "medium" | "silent";
}

export interface ListeningPermit {
  readonly account: number;
  readonly until: number;
}

export type Obstacle = "nobody-speaks" | "without-citizen" | "no-campaign" | "not-concerned" | "agent-not-told" | "citizen-not-told" | "not-named" | "own-call";

export interface CallShown {
  readonly call: string;
  readonly contact: string;
  readonly line: string;
  readonly began_at: number;
  readonly legs: readonly LegShown[];
  readonly permits: readonly ListeningPermit[];
  readonly obstacle: Obstacle;
}

export interface Board {
  readonly at: number;
  readonly course: Course;
  readonly queues: readonly QueueShown[];
  readonly rows: readonly Row[];
  readonly teams: readonly Team[];
  readonly agents: readonly AgentShown[];
  readonly contacts: readonly WaitingShown[];
  readonly alerts: readonly AlertShown[];
  readonly orders: readonly OrderShown[];
  readonly calls: readonly CallShown[];
  readonly account: number;
  readonly attending: readonly LegCard[];
  readonly cursor: string;
}

export interface BoardChanged {
  readonly type: "BoardChanged";
  readonly at: number;
  readonly is_whole: boolean;
  readonly course: Course | null;
  readonly queues: readonly QueueShown[];
  readonly rows: readonly Row[];
  readonly teams: readonly Team[];
  readonly agents: readonly AgentShown[];
  readonly contacts: readonly WaitingShown[];
  readonly alerts: readonly AlertShown[];
  readonly orders: readonly OrderShown[];
  readonly calls: readonly CallShown[];
  readonly gone: readonly string[];
}

export interface ChangePriority {
  readonly kind: "priority";
  readonly key: string;
  readonly contact: string;
  readonly minutes: number;
}

export interface SkillChoice {
  readonly skill: number;
  readonly label: string;
}

export interface Choices {
  readonly skills: readonly SkillChoice[];
  readonly abilities: readonly Ability[];
}

export interface CloseQueue {
  readonly kind: "close";
  readonly key: string;
  readonly queue: number;
  readonly text: string;
  readonly dismisses?: boolean;
  readonly minutes?: number | null;
}

export interface Listed {
  readonly contact: string;
  readonly channel: Channel;
  readonly state: ContactState;
  readonly queue_name: string;
  readonly reason_name: string;
  readonly arrived_at: number;
  readonly waits_since: number;
  readonly answered_at: number | null;
  readonly ended_at: number | null;
  readonly agent_name: string | null;
}

export interface ContactList {
  readonly count: number;
  readonly contacts: readonly Listed[];
}

export interface Given {
  readonly order: string;
  readonly sentence: string;
}

export interface LeaveCall {
  readonly key: string;
}

export interface LendSkill {
  readonly kind: "skill";
  readonly key: string;
  readonly agent: number;
  readonly skill: number;
  readonly level: number;
  readonly minutes: number;
}

export interface MessageTeam {
  readonly kind: "message";
  readonly key: string;
  readonly text: string;
  readonly team?: number | null;
  readonly minutes?: number;
}

export interface OpenOverflow {
  readonly kind: "overflow";
  readonly key: string;
  readonly queue: number;
  readonly team: number;
  readonly minutes: number;
}

export interface Order {
  readonly kind: "Order";
  readonly key: string;
}

export interface Pace {
  readonly channel: Channel;
  readonly treat_ms: number;
  readonly a_day: number;
}

export interface Paces {
  readonly paces: readonly Pace[];
}

export interface Reset {
  readonly type: "Reset";
}

export interface UndoOrder {
  readonly key: string;
}

export type Asking = AssignContact | ChangePriority | LendSkill | OpenOverflow | CloseQueue | MessageTeam;

export type BoardEvent = BoardChanged | AttendingSet | Reset;
