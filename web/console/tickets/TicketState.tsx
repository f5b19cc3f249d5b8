import { useTranslation } from 'react-i18next';
import type { Ticket } from '../../shared/types.ts';
import { Mark } from '../customers/parts.tsx';

export function TicketState({ state }: Pick<Ticket, 'state'>) {
  const { t } = useTranslation();
  return <Mark color={state === 'open' ? 'blue' : 'gray'}>{t(`tickets.states.${state}`)}</Mark>;
}
