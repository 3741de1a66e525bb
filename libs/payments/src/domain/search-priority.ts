/**
 * Why a CIP is asked about, in the order in which calls are given out (requirement R12): a person waits for the
 * answer; the deadline is near or the last question is due; the code is new, when most shoppers pay; everything else.
 */
export type SearchPriority = 'operator' | 'deadline' | 'fresh' | 'old';

/** What the schedule gives a poll; nobody but a person is an operator. */
export type PollPriority = Exclude<SearchPriority, 'operator'>;

export const POLL_PRIORITIES = ['deadline', 'fresh', 'old'] as const satisfies readonly PollPriority[];
