import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, addressOf, ApiError, type Problem } from '../../shared/api.ts';
import { currentLanguage } from '../../shared/i18n.ts';
import type { Page } from '../../shared/queries.ts';
import type { CrmReport } from '../../shared/types.ts';
import { download, separatorHere } from '../import/download.ts';
import type { Row } from './address.ts';

/** What is asked for; a filter is too long for the address of a GET. */
export interface Filter {
  rows: Row[];
  branchId: string | undefined;
}

const PATH = '/api/reports/crm';

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

/** Hands all that was found to the browser as a file. Throws an ApiError. */
export async function takeAway(list: 'customers' | 'tasks', filter: Filter): Promise<void> {
  const separator = separatorHere() === ';' ? 'semicolon' : 'comma';
  const response = await fetch(addressOf(`${PATH}/export`, { of: list, format: 'csv', separator }), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Accept-Language': currentLanguage() },
    body: JSON.stringify(filter),
  }).catch(() => {
    throw new ApiError(0);
  });
  if (!response.ok) {
    throw new ApiError(response.status, (await response.json().catch(() => undefined)) as Problem | undefined);
  }
  const name = /filename="?([^";]+)/.exec(response.headers.get('Content-Disposition') ?? '')?.[1];
  const text = await response.text().catch(() => {
    // Broken off on the way: a part is not the whole.
    throw new ApiError(0);
  });
  download(name ?? `${list}.csv`, text);
}
