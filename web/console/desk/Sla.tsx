import { Badge, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../shared/format.ts';
import type { CancellationRequest } from '../../shared/types.ts';
import { useSla, useTimeLeft } from './clock.ts';
import style from './desk.module.css';

const SIGNS: Record<CancellationRequest['sla'], [colour: string, sign: string]> = {
  on_track: ['teal', '●'],
  at_risk: ['orange', '▲'],
  breached: ['red', '■'],
  met: ['teal', '✓'],
};

/** The time to the limit, second by second, or what the request took; with a sign and a word beside the colour (003). */
export function Sla({ request }: { request: CancellationRequest }) {
  const { t } = useTranslation();
  const format = useFormat();
  const duration = useDuration();
  const sla = useSla(request);
  const [color, sign] = SIGNS[sla];
  const { concludedAt, limitAt } = request;
  const isOpen = concludedAt === null;
  const limit = t('desk.limitAt', { at: format.exact(limitAt) });
  const label = isOpen ? limit : `${t('desk.tookUntil', { at: format.exact(concludedAt) })}\n${limit}`;
  return (
    <Tooltip label={label} multiline maw={320} style={{ whiteSpace: 'pre-line' }}>
      <Badge
        variant="light"
        color={color}
        leftSection={<span aria-hidden>{sign}</span>}
        className={style['sla']}
        role={isOpen ? 'timer' : undefined}
        data-sla={sla}
      >
        {isOpen ? <Countdown request={request} /> : duration.rough(request.elapsedSeconds)} {t(`desk.sla.${sla}`)}
      </Badge>
    </Tooltip>
  );
}

/** Alone what changes every second. */
function Countdown({ request }: { request: CancellationRequest }) {
  const duration = useDuration();
  const left = useTimeLeft(request);
  return <span className={style['clock']}>{duration.clock(Math.floor(Math.abs(left) / 1000), left < 0)}</span>;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Lengths of time as the language writes them. */
export function useDuration() {
  const { t } = useTranslation();
  return {
    /** `2 d 03:12:09`; with a plus, what is over the limit. */
    clock: (seconds: number, isOver: boolean): string => {
      const days = Math.floor(seconds / 86_400);
      const rest = seconds % 86_400;
      const clock = [rest / 3600, (rest % 3600) / 60, rest % 60].map((part) => two(Math.floor(part))).join(':');
      const text = days === 0 ? clock : t('desk.time.days', { days, clock });
      return isOver ? `+${text}` : text;
    },
    /** `1 d 4 h`, `4 h 20 min` or `20 min` */
    rough: (seconds: number): string => {
      const minutes = Math.round(seconds / 60);
      const hours = Math.floor(minutes / 60);
      if (hours === 0) return t('desk.time.minutes', { minutes });
      if (hours < 24) return t('desk.time.hoursMinutes', { hours, minutes: minutes % 60 });
      return t('desk.time.daysHours', { days: Math.floor(hours / 24), hours: hours % 24 });
    },
  };
}
