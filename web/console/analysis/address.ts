import { idOf } from '../address.ts';

/** What a story is told of: what was done, what was said, and what the customer came with. */
export const STORY_KINDS = ['event', 'comment', 'ticket', 'order', 'conversation'] as const;
export type StoryKind = (typeof STORY_KINDS)[number];

/** What the address of an analysis says. */
export interface AnalysisAddress {
  /** What is about to be registered. */
  act?: 'cancel' | 'revert' | undefined;
  /** Left out: the whole story. */
  show?: StoryKind | undefined;
  /** What is open over the page. */
  ticketId?: string | undefined;
  orderId?: string | undefined;
  conversationId?: string | undefined;
}

export const readAnalysisAddress = (search: Record<string, unknown>): AnalysisAddress => ({
  act: search['act'] === 'cancel' || search['act'] === 'revert' ? search['act'] : undefined,
  show: STORY_KINDS.find((kind) => kind === search['show']),
  ticketId: idOf(search['ticketId']),
  orderId: idOf(search['orderId']),
  conversationId: idOf(search['conversationId']),
});
