import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../shared/components/Moment.tsx';
import { usePages } from '../../shared/queries.ts';
import type { BotConversation } from '../../shared/types.ts';
import type { PanelProps } from './Panels.tsx';
import { Open, Rows } from './parts.tsx';

export const useConversations = (customerId: string) =>
  usePages<BotConversation>('/api/bot-conversations', { customerId });

/** What the customer talked about with bots (003). */
export function Conversations({ request: { customer, timeZone } }: PanelProps) {
  const { t } = useTranslation();
  return (
    <Rows
      of={useConversations(customer.id)}
      none={t('analysis.conversations.none')}
      hint={t('analysis.conversations.noneHint')}
    >
      {(conversation) => (
        <>
          <Open to={{ conversationId: conversation.id }}>
            {conversation.subject ?? t('analysis.conversations.untitled')}
          </Open>
          <Text size="xs" c="dimmed" component="div">
            <Moment at={conversation.startedAt} timeZone={timeZone} /> · {conversation.channel} · {conversation.source}{' '}
            · {t('analysis.conversations.messages', { count: conversation.messageCount })}
            {conversation.endedAt === null && ` · ${t('analysis.conversations.goesOn')}`}
          </Text>
        </>
      )}
    </Rows>
  );
}
