import { Button, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Loading, Problem } from '../../shared/components/States.tsx';
import type { usePages } from '../../shared/queries.ts';
import { More } from '../customers/parts.tsx';
import style from './analysis.module.css';
import { useAnalysis } from './place.ts';
import type { AnalysisAddress } from './address.ts';

interface RowsProps<T> {
  of: ReturnType<typeof usePages<T>>;
  none: string;
  /** How to begin. */
  hint?: string;
  children: (item: T) => ReactNode;
}

/** A panel's list, which grows. */
export function Rows<T extends { id: string }>({ of, none, hint, children }: RowsProps<T>) {
  if (of.isError && of.items.length === 0) return <Problem error={of.error} retry={of.refetch} />;
  if (of.isPending) return <Loading lines={2} />;
  if (of.items.length === 0)
    return (
      <Stack gap={2}>
        <Text size="sm">{none}</Text>
        {hint !== undefined && (
          <Text size="sm" c="dimmed">
            {hint}
          </Text>
        )}
      </Stack>
    );
  return (
    <div>
      <ul className={style['rows']}>
        {of.items.map((item) => (
          <li key={item.id}>{children(item)}</li>
        ))}
      </ul>
      <More of={of} />
    </div>
  );
}

/** Opens a record over the page; the address says which. */
export function Open({ to, children }: { to: AnalysisAddress; children: ReactNode }) {
  const { go } = useAnalysis();
  return (
    <Button
      variant="transparent"
      size="compact-sm"
      px={0}
      h="auto"
      td="underline"
      style={{ alignSelf: 'flex-start' }}
      onClick={() => go(to)}
      styles={{ label: { whiteSpace: 'normal', textAlign: 'start', fontWeight: 500 } }}
    >
      {children}
    </Button>
  );
}
