// Generated from guichet.screens.live.words by web/generate_types.py. Do not edit.

export interface AcceptOffer {
  readonly key: string;
}

export interface ActOnLetter {
  readonly key: string;
}

export interface AnswerGiven {
  readonly article: string;
  readonly version: number;
}

export interface AskCitizen {
  readonly key: string;
  readonly reason: string;
  readonly number: number;
}

export type Channel = "voice" | "callback" | "video" | "chat" | "visit" | "email" | "sms" | "social" | "letter" | "message";

export type ContactState = "waiting" | "offered" | "assigned" | "interrupted" | "asked" | "wrapping_up" | "merged" | "closed" | "withdrawn" | "turned_away";

export interface Why {
  readonly waited_ms: number;
  readonly rank_at: number;
  readonly step?: number;
  readonly idle_ms?: number | null;
  readonly chosen?: string;
  readonly overtook?: string | null;
}

export interface CallFacts {
  readonly number: string;
  readonly shown: string;
  readonly wanted_from: number | null;
  readonly attempts: number;
  readonly relay: string;
  readonly relay_number: string;
  readonly relay_shown: string;
}

export interface CallerFacts {
  readonly shown: string;
  readonly relay: string;
  readonly line: string;
  readonly dialled: string;
  readonly earlier: number;
  readonly is_all: boolean;
}

export interface ReplyFacts {
  readonly number: string;
  readonly shown: string;
  readonly by_mail: boolean;
  readonly promised_at: number | null;
}

export type Verification = "unknown" | "verified" | "failed";

export interface MailFacts {
  readonly address: string;
  readonly subject: string;
  readonly verification: Verification;
  readonly is_forged: boolean;
  readonly promised_at: number | null;
}

export type AnswerBy = "post" | "email";

export type PostingState = "unaddressed" | "ready" | "printed" | "posted" | "left";

export interface LetterFacts {
  readonly pages: number;
  readonly certainty: number;
  readonly doubts: readonly string[];
  readonly sender: string;
  readonly email: string;
  readonly telephone: string;
  readonly file_numbers: readonly string[];
  readonly written_on: string;
  readonly is_checked: boolean;
  readonly answer_by: AnswerBy;
  readonly due_at: number | null;
  readonly is_acknowledged: boolean;
  readonly posting: PostingState | null;
}

export interface AskingFacts {
  readonly reason_name: string;
  readonly since: number;
  readonly until: number;
  readonly is_put_off: boolean;
}

export type RealTimeText = "alone" | "beside";

export type Author = "citizen" | "agent" | "system";

export type MessageKind = "message" | "note" | "file";

export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

export interface GivenAnswer {
  readonly article: string;
  readonly version: number;
  readonly is_reworded: boolean;
}

export interface Message {
  readonly number: number;
  readonly author: Author;
  readonly kind: MessageKind;
  readonly text: string;
  readonly at: number;
  readonly agent: number | null;
  readonly key: string | null;
  readonly attachment: Attachment | null;
  readonly answer: GivenAnswer | null;
}

export interface Joined {
  readonly contact: string;
  readonly into: string;
  readonly channel: Channel;
  readonly reason_name: string;
  readonly citizen_name: string;
  readonly arrived_at: number;
  readonly is_put_back: boolean;
  readonly messages: readonly Message[];
}

export interface TakenOut {
  readonly contact: string;
  readonly reason_name: string;
  readonly numbers: readonly number[];
}

export interface Origin {
  readonly contact: string;
  readonly reason_name: string;
  readonly arrived_at: number;
}

export interface Card {
  readonly contact: string;
  readonly channel: Channel;
  readonly state: ContactState;
  readonly queue: number;
  readonly queue_name: string;
  readonly reason: number;
  readonly reason_name: string;
  readonly language: string;
  readonly written_in: string;
  readonly territory: number | null;
  readonly citizen_name: string;
  readonly arrived_at: number;
  readonly offered_until: number | null;
  readonly wrap_up_until: number | null;
  readonly why: Why | null;
  readonly call: CallFacts | null;
  readonly caller: CallerFacts | null;
  readonly reply: ReplyFacts | null;
  readonly mail: MailFacts | null;
  readonly letter: LetterFacts | null;
  readonly asking: AskingFacts | null;
  readonly text: RealTimeText | null;
  readonly messages: readonly Message[];
  readonly joined: readonly Joined[];
  readonly taken_out: readonly TakenOut[];
  readonly origin: Origin | null;
}

export interface AskingChanged {
  readonly type: "AskingChanged";
  readonly card: Card;
}

export interface CampaignCard {
  readonly campaign: string;
  readonly purpose: "complaint" | "quality" | "training";
  readonly aim: string;
  readonly begins_at: number;
  readonly ends_at: number;
  readonly is_seen: boolean;
  readonly listeners: readonly string[];
}

export interface CampaignsSet {
  readonly type: "CampaignsSet";
  readonly campaigns: readonly CampaignCard[];
}

export type Presence = "offline" | "available" | "paused";

export interface ChangePresence {
  readonly key: string;
  readonly presence: Presence;
  readonly reason?: string | null;
}

export interface ContactAssigned {
  readonly type: "ContactAssigned";
  readonly card: Card;
}

export interface ContactClosed {
  readonly type: "ContactClosed";
  readonly contact: string;
  readonly cause: string;
}

export interface ContactInterrupted {
  readonly type: "ContactInterrupted";
  readonly contact: string;
}

export interface ContactOffered {
  readonly type: "ContactOffered";
  readonly card: Card;
}

export interface ContactRechannelled {
  readonly type: "ContactRechannelled";
  readonly card: Card;
}

export interface ContactReleased {
  readonly type: "ContactReleased";
  readonly contact: string;
  readonly reason: string;
}

export interface ContactResumed {
  readonly type: "ContactResumed";
  readonly contact: string;
}

export interface ContactsJoined {
  readonly type: "ContactsJoined";
  readonly card: Card;
}

export interface CorrectLetter {
  readonly sender: string;
  readonly email: string;
  readonly telephone: string;
  readonly file_numbers: readonly string[];
  readonly written_on: string;
  readonly answer_by: AnswerBy;
}

export interface DeclineOffer {
  readonly key: string;
  readonly reason?: string | null;
}

export interface EndConversation {
  readonly key: string;
}

export interface ExtendWrapUp {
  readonly key: string;
}

export interface FileSent {
  readonly number: number;
  readonly at: number;
  readonly attachment: Attachment;
}

export interface LanguageFound {
  readonly type: "LanguageFound";
  readonly contact: string;
  readonly written_in: string;
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

export interface LegsSet {
  readonly type: "LegsSet";
  readonly legs: readonly LegCard[];
}

export type OutgoingState = "queued" | "uncertain" | "sent" | "delivered" | "failed" | "refused" | "left";

export interface LineFate {
  readonly number: number;
  readonly state: OutgoingState;
}

export interface LineFates {
  readonly sent: readonly LineFate[];
}

export interface MarkRead {
  readonly number: number;
}

export interface Me {
  readonly agent: number;
  readonly name: string;
  readonly roles: readonly string[];
  readonly presence: Presence;
  readonly presence_reason: string | null;
  readonly since: number | null;
}

export interface MergeContacts {
  readonly key: string;
  readonly contact: string;
  readonly is_checked?: boolean;
}

export interface MessageAdded {
  readonly type: "MessageAdded";
  readonly contact: string;
  readonly message: Message;
}

export interface MessagesRead {
  readonly type: "MessagesRead";
  readonly contact: string;
  readonly author: Author;
  readonly number: number;
}

export interface MessagesTakenOut {
  readonly type: "MessagesTakenOut";
  readonly card: Card;
}

export type AttemptReason = "no-answer" | "busy" | "voicemail" | "wrong-number";

export interface NoteAttempt {
  readonly key: string;
  readonly reason: AttemptReason;
}

export interface Notice {
  readonly notice: string;
  readonly by: string;
  readonly text: string;
  readonly at: number;
}

export interface NoticesSet {
  readonly type: "NoticesSet";
  readonly notices: readonly Notice[];
}

export interface OfferEnded {
  readonly type: "OfferEnded";
  readonly contact: string;
  readonly reason: string;
}

export interface PartContacts {
  readonly key: string;
  readonly contact: string;
}

export interface Posted {
  readonly input: string;
}

export interface PresenceSet {
  readonly type: "PresenceSet";
  readonly presence: Presence;
  readonly reason: string | null;
  readonly since: number;
}

export interface PullContact {
  readonly key: string;
}

export interface PutBack {
  readonly key: string;
  readonly contact: string;
}

export interface ReadNotice {
  readonly key: string;
}

export interface RecordingFacts {
  readonly recording: string;
  readonly seconds: number;
  readonly at: number;
}

export interface Recordings {
  readonly recordings: readonly RecordingFacts[];
}

export interface Refused {
  readonly type: "Refused";
  readonly contact: string | null;
  readonly reason: string;
  readonly message: string;
}

export interface Reset {
  readonly type: "Reset";
}

export type SaidKind = "message" | "note";

export interface SendMessage {
  readonly key: string;
  readonly text: string;
  readonly kind?: SaidKind;
  readonly answer?: AnswerGiven | null;
}

export interface Sent {
  readonly number: number;
  readonly at: number;
  readonly answer: GivenAnswer | null;
}

export interface SomebodyLooks {
  readonly type: "SomebodyLooks";
  readonly contact: string;
  readonly name: string;
}

export interface SomebodyTypes {
  readonly type: "SomebodyTypes";
  readonly contact: string;
  readonly author: Author;
  readonly draft: string | null;
}

export interface State {
  readonly me: Me;
  readonly contacts: readonly Card[];
  readonly notices: readonly Notice[];
  readonly legs: readonly LegCard[];
  readonly campaigns: readonly CampaignCard[];
  readonly cursor: string;
}

export interface TakeOut {
  readonly key: string;
  readonly numbers: readonly number[];
  readonly reason: number;
}

export interface TakeUp {
  readonly key: string;
}

export interface TalkFacts {
  readonly kind: string;
  readonly address: string;
  readonly shown: string;
  readonly can_answer: boolean;
  readonly is_public: boolean;
  readonly is_stopped: boolean;
  readonly quiet_until: number | null;
  readonly window_until: number | null;
  readonly promised_at: number | null;
  readonly price: number | null;
  readonly most_text: number;
}

export interface TextOpened {
  readonly type: "TextOpened";
  readonly contact: string;
}

export interface TransferContact {
  readonly key: string;
  readonly agent?: number | null;
  readonly reason?: number | null;
  readonly note?: string | null;
}

export interface TypeSomething {
  readonly draft?: string | null;
}

export interface WrapUp {
  readonly key: string;
  readonly reason: number;
  readonly outcome: string;
  readonly note?: string;
}

export interface WrapUpStarted {
  readonly type: "WrapUpStarted";
  readonly contact: string;
  readonly until: number;
}

export type DeskEvent = ContactOffered | OfferEnded | ContactAssigned | ContactReleased | ContactInterrupted | ContactResumed | ContactRechannelled | ContactsJoined | MessagesTakenOut | AskingChanged | WrapUpStarted | ContactClosed | PresenceSet | Refused | MessageAdded | SomebodyTypes | TextOpened | SomebodyLooks | LanguageFound | MessagesRead | NoticesSet | LegsSet | CampaignsSet | Reset;
