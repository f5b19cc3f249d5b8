import { Container } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Empty, Problem } from './States.tsx';

/** An address without a page, and the way out. */
export function Nowhere({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Container py="xl" component="main">
      <Empty title={title} order={1}>
        {children}
      </Empty>
    </Container>
  );
}

/** A page that could not be shown, such as one that could not be fetched. */
export function Crash({ error, reset }: ErrorComponentProps) {
  return (
    <Container py="xl" size="sm">
      <Problem error={error} retry={reset} />
    </Container>
  );
}
