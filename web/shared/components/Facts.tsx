import { Box, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** Names and values beneath each other, as a description list. */
export function Facts({ facts }: { facts: [label: string, value: ReactNode][] }) {
  return (
    <Box
      component="dl"
      m={0}
      style={{ display: 'grid', gridTemplateColumns: 'minmax(7rem, max-content) 1fr', gap: '4px 16px' }}
    >
      {facts.map(([label, value]) => (
        <Box key={label} style={{ display: 'contents' }}>
          <Text component="dt" size="sm" c="dimmed">
            {label}
          </Text>
          <Text component="dd" size="sm" m={0} style={{ overflowWrap: 'anywhere' }}>
            {value}
          </Text>
        </Box>
      ))}
    </Box>
  );
}

/** What belongs in one line: it wraps where the screen is narrow. */
export const Line = ({ children }: { children: ReactNode }) => <Group gap="xs">{children}</Group>;
