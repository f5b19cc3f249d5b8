import { Accordion, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { CancellationRequestDetail } from '../../shared/types.ts';
import { Connections } from './Connections.tsx';
import { Conversations } from './Conversations.tsx';
import { MultipackPanel } from './MultipackPanel.tsx';
import { Orders } from './Orders.tsx';
import { RequestFacts } from './RequestFacts.tsx';
import { Tickets } from './Tickets.tsx';

export interface PanelProps {
  request: CancellationRequestDetail;
}

const PANELS = {
  request: RequestFacts,
  multipack: MultipackPanel,
  orders: Orders,
  tickets: Tickets,
  connections: Connections,
  conversations: Conversations,
} satisfies Record<string, ComponentType<PanelProps>>;

const NAMES = Object.keys(PANELS) as (keyof typeof PANELS)[];

/** Everything there is to know before deciding; which panels are open is remembered in this browser. */
export function Panels({ request }: PanelProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useLocalStorage<string[]>({
    key: 'tacit-analysis-panels',
    defaultValue: ['request', 'multipack'],
    getInitialValueInEffect: false,
  });
  return (
    <Accordion multiple order={2} value={open} onChange={setOpen} variant="separated" chevronPosition="left">
      {NAMES.map((name) => {
        const Panel = PANELS[name];
        return (
          <Accordion.Item key={name} value={name}>
            <Accordion.Control>
              <Text fw={500}>{t(`analysis.panels.${name}`)}</Text>
            </Accordion.Control>
            {/* What is closed asks for nothing. */}
            <Accordion.Panel>{open.includes(name) && <Panel request={request} />}</Accordion.Panel>
          </Accordion.Item>
        );
      })}
    </Accordion>
  );
}
