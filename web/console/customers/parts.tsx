import { Badge, Button } from '@mantine/core';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAll } from '../../shared/queries.ts';
import type { Branch, User } from '../../shared/types.ts';

export const useBranches = () => useAll<Branch>('/api/branches');

/** Names of colleagues by their id, as far as the reader sees them. */
export function useColleagues(): { users: User[]; nameOf: (id: string) => string | undefined } {
  const users = useAll<User>('/api/users').data ?? [];
  return { users, nameOf: (id) => users.find((user) => user.id === id)?.name };
}

/** A word in the text's own colour beside a dot: AA contrast in both themes, and never colour alone. */
export function Mark({ color, children }: { color: string; children: ReactNode }) {
  const label = {
    color: 'var(--mantine-color-text)',
    textTransform: 'none' as const,
    fontWeight: 500,
    overflow: 'visible',
  };
  return (
    <Badge variant="dot" color={color} styles={{ label }} miw="max-content">
      {children}
    </Badge>
  );
}

interface MoreProps {
  of: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}

export function More({ of }: MoreProps) {
  const { t } = useTranslation();
  if (!of.hasNextPage) return null;
  return (
    <Button variant="default" loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()} mt="sm">
      {t('common.more')}
    </Button>
  );
}

/** Up and down move between the rows of a list; beyond the first one, back to `before`. */
export function moveInList(event: KeyboardEvent<HTMLElement>, before?: HTMLElement | null): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  if (at === -1) return;
  event.preventDefault();
  (at + step < 0 ? before : rows[at + step])?.focus();
}
