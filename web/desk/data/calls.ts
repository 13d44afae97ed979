/** The agent's doors. */

import type { Stream } from "../../shared/data/follow";
import { get, post, postFile, postSurely, type Unkeyed } from "../../shared/data/http";
import type { Parcel } from "../../shared/data/sending";
import type { Articles, Drafted, JudgeArticle, ReasonProposal, ReasonsProposed, TellInserted } from "../../shared/words/answers";
import type { SnippetList, WaitingList } from "../../shared/words/desk";
import type { Draft, Drafts, JudgePerson, KeepDraft, Past, Person, SearchAnswer, TakeBack, Timeline } from "../../shared/words/kept";
import type {
  AskCitizen,
  ChangePresence,
  DeclineOffer,
  FileSent,
  LineFates,
  MarkRead,
  MergeContacts,
  NoteAttempt,
  PartContacts,
  PutBack,
  SendMessage,
  Sent,
  State,
  TakeOut,
  TalkFacts,
  TransferContact,
  TypeSomething,
  WrapUp,
} from "../../shared/words/live";
import type { ChooseWay, Ways } from "../../shared/words/ways";

function contactDoor(contact: string, name: string): string {
  return `/live/contacts/${contact}/${name}`;
}

export const doors = {
  fetch: (): Promise<State> => get<State>("/live/state"),
  open: (cursor: string): Stream => new EventSource(`/live/events?cursor=${encodeURIComponent(cursor)}`),
  listWaiting: (): Promise<WaitingList> => get<WaitingList>("/desk/waiting"),
  listSnippets: async (): Promise<SnippetList["snippets"]> => (await get<SnippetList>("/desk/snippets/list")).snippets,
  listDrafts: async (): Promise<readonly Draft[]> => (await get<Drafts>("/live/drafts")).drafts,
  keepDraft: async (contact: string, asked: KeepDraft): Promise<readonly Draft[]> =>
    (await post<Drafts>(contactDoor(contact, "draft"), asked)).drafts,
  getPerson: (contact: string): Promise<Person> => get<Person>(contactDoor(contact, "person")),
  listReasons: async (contact: string): Promise<readonly ReasonProposal[]> => (await get<ReasonsProposed>(contactDoor(contact, "reasons"))).reasons,
  getFates: (contact: string): Promise<LineFates> => get<LineFates>(contactDoor(contact, "fates")),
  getTalk: (contact: string): Promise<TalkFacts> => get<TalkFacts>(contactDoor(contact, "talk")),
  getTimeline: (contact: string, before: string): Promise<Timeline> =>
    get<Timeline>(`${contactDoor(contact, "timeline")}?before=${encodeURIComponent(before)}`),
  judgePerson: (contact: string, asked: JudgePerson): Promise<Person> => post<Person>(contactDoor(contact, "person/judge"), asked),
  takeBack: (contact: string, asked: TakeBack): Promise<Person> => post<Person>(contactDoor(contact, "person/take-back"), asked),
  getPast: (contact: string): Promise<Past> => get<Past>(contactDoor(contact, "history")),
  listArticles: (contact: string, words: string, search: string): Promise<Articles> =>
    get<Articles>(`${contactDoor(contact, "answers")}?${new URLSearchParams({ words, search }).toString()}`),
  search: (words: string): Promise<SearchAnswer> => get<SearchAnswer>(`/live/search?words=${encodeURIComponent(words)}`),
  changePresence: (asked: Unkeyed<ChangePresence>): Promise<unknown> => postSurely("/live/presence", asked),
  accept: (contact: string): Promise<unknown> => postSurely(contactDoor(contact, "accept")),
  decline: (contact: string, asked: Unkeyed<DeclineOffer> = {}): Promise<unknown> => postSurely(contactDoor(contact, "decline"), asked),
  noteAttempt: (contact: string, asked: Unkeyed<NoteAttempt>): Promise<unknown> => postSurely(contactDoor(contact, "attempt"), asked),
  pull: (contact: string): Promise<unknown> => postSurely(contactDoor(contact, "pull")),
  transfer: (contact: string, asked: Unkeyed<TransferContact>): Promise<unknown> => postSurely(contactDoor(contact, "transfer"), asked),
  merge: (contact: string, asked: Unkeyed<MergeContacts>): Promise<unknown> => postSurely(contactDoor(contact, "merge"), asked),
  part: (contact: string, asked: Unkeyed<PartContacts>): Promise<unknown> => postSurely(contactDoor(contact, "part"), asked),
  takeOut: (contact: string, asked: Unkeyed<TakeOut>): Promise<unknown> => postSurely(contactDoor(contact, "take-out"), asked),
  putBack: (contact: string, asked: Unkeyed<PutBack>): Promise<unknown> => postSurely(contactDoor(contact, "put-back"), asked),
  ask: (contact: string, asked: Unkeyed<AskCitizen>): Promise<unknown> => postSurely(contactDoor(contact, "ask"), asked),
  getWays: (contact: string): Promise<Ways> => get<Ways>(contactDoor(contact, "ways")),
  chooseWay: (contact: string, asked: Omit<ChooseWay, "key">): Promise<Ways> =>
    post<Ways>(contactDoor(contact, "ways"), { ...asked, key: crypto.randomUUID() } satisfies ChooseWay),
  takeUp: (contact: string): Promise<unknown> => postSurely(contactDoor(contact, "take-up")),
  end: (contact: string): Promise<unknown> => postSurely(contactDoor(contact, "end")),
  extend: (contact: string): Promise<unknown> => postSurely(contactDoor(contact, "extend")),
  wrapUp: (contact: string, asked: Unkeyed<WrapUp>): Promise<unknown> => postSurely(contactDoor(contact, "wrap-up"), asked),
  send: (contact: string, message: SendMessage): Promise<Sent> => post<Sent>(contactDoor(contact, "messages"), message),
  sendFile: (contact: string, parcel: Parcel): Promise<FileSent> => postFile<FileSent>(contactDoor(contact, "files"), parcel.key, parcel.file),

  /** Being there, typing, reading, looking and what was made of an article are told once and never repeated: a loss changes nothing. */
  tellHere: async (): Promise<void> => {
    await post("/live/here", {}).catch(() => undefined);
  },
  tellTyping: async (contact: string, draft: string | null = null): Promise<void> => {
    await post(contactDoor(contact, "typing"), { draft } satisfies TypeSomething).catch(() => undefined);
  },
  tellRead: async (contact: string, number: number): Promise<void> => {
    await post(contactDoor(contact, "read"), { number } satisfies MarkRead).catch(() => undefined);
  },
  draftAnswer: (contact: string): Promise<Drafted> => post<Drafted>(contactDoor(contact, "drafted"), {}),
  tellInserted: async (contact: string, asked: TellInserted): Promise<void> => {
    await post(contactDoor(contact, "inserted"), asked).catch(() => undefined);
  },
  judgeArticle: async (contact: string, asked: JudgeArticle): Promise<void> => {
    await post(contactDoor(contact, "judged"), asked).catch(() => undefined);
  },
  tellLooking: async (contact: string): Promise<void> => {
    await post(contactDoor(contact, "looking"), {}).catch(() => undefined);
  },
};
