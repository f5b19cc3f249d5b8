import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api } from '../../shared/api.ts';
import type { Page } from '../../shared/queries.ts';
import type { CrmReport } from '../../shared/types.ts';
import type { Row } from './address.ts';

/** What is asked for; a filter is too long for the address of a GET. */
export interface Filter {
  rows: Row[];
  branchId: string | undefined;
}

export const PATH = '/api/reports/crm';

export const useCounts = (filter: Filter) =>
  useQuery({
    queryKey: [PATH, filter],
    queryFn: ({ signal }) => api<CrmReport>('POST', PATH, { body: filter, signal }),
    placeholderData: keepPreviousData,
  });

/** The customers or the tasks behind the counts, page by page. */
export function useFound<T>(list: 'customers' | 'tasks', filter: Filter) {
  const path = `${PATH}/${list}`;
  const found = useInfiniteQuery({
    queryKey: [path, { ...filter, pages: true }],
    queryFn: ({ pageParam, signal }) =>
      api<Page<T>>('POST', path, { query: { cursor: pageParam }, body: filter, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
  return { ...found, items: found.data?.pages.flatMap((page) => page.items) ?? [] };
}
