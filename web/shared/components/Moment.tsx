import { Tooltip } from '@mantine/core';
import { useFormat } from '../format.ts';

/** An instant as people read it; the exact one, with its zone, on hover and for screen readers. */
export function Moment({ at, timeZone }: { at: string; timeZone?: string | undefined }) {
  const format = useFormat();
  return (
    <Tooltip label={format.exact(at, timeZone)}>
      <time dateTime={at} style={{ fontVariantNumeric: 'tabular-nums' }}>
        {format.instant(at, timeZone)}
      </time>
    </Tooltip>
  );
}

/** From one instant to another; each of them exactly on hover. */
export function Moments({ from, to, timeZone }: { from: string; to: string; timeZone: string }) {
  const format = useFormat();
  return (
    <Tooltip label={`${format.exact(from, timeZone)} – ${format.exact(to, timeZone)}`} multiline maw={360}>
      <span style={{ fontVariantNumeric: 'tabular-nums' }}>{format.instants(from, to, timeZone)}</span>
    </Tooltip>
  );
}

export function Day({ date }: { date: string }) {
  const format = useFormat();
  return (
    <Tooltip label={format.day(date)}>
      <time dateTime={date} style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
        {format.date(date)}
      </time>
    </Tooltip>
  );
}

export function Period({ from, to }: { from: string; to: string }) {
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      <Day date={from} /> – <Day date={to} />
    </span>
  );
}

export function Amount({ money }: { money: { amount: number; currency: string } }) {
  return <span style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>{useFormat().money(money)}</span>;
}
