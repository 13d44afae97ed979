// Generated from guichet.screens.live.wall.words by web/generate_types.py. Do not edit.

export interface WallQueue {
  readonly name: string;
  readonly waiting: number;
  readonly late: number;
  readonly longest_since: number | null;
  readonly commitment_ms: number;
  readonly is_open: boolean;
}

export interface WallAgents {
  readonly free: number;
  readonly busy: number;
  readonly wrapping_up: number;
  readonly paused: number;
}

export interface WallDay {
  readonly answered: number;
  readonly in_time: number;
  readonly abandoned: number;
}

export interface Wall {
  readonly at: number;
  readonly name: string;
  readonly organisation_name: string;
  readonly is_whole: boolean;
  readonly queues: readonly WallQueue[];
  readonly agents: WallAgents;
  readonly day: WallDay;
  readonly cursor: string;
}

export interface WallShown {
  readonly type: "WallShown";
  readonly wall: Wall;
}
