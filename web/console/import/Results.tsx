import { Anchor, Box, SegmentedControl, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Period } from '../../shared/components/Moment.tsx';
import { Empty } from '../../shared/components/States.tsx';
import { useFormat } from '../../shared/format.ts';
import type { ImportFile } from './file.ts';
import style from './import.module.css';
import type { Result, Results as AllResults } from './run.ts';
import { useOutcome } from './words.ts';

/** Line by line what is or will be, thousands of lines included: only those on the screen are drawn. */
export function Results({ file, results }: { file: ImportFile; results: AllResults }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<'all' | 'errors'>('all');
  const viewport = useRef<HTMLDivElement>(null);
  const known = file.lines.filter(({ number }) => results.has(number));
  const lines = shown === 'all' ? known : known.filter(({ number }) => results.get(number)?.state === 'refused');
  // oxlint-disable-next-line react/incompatible-library -- No React Compiler runs here.
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => viewport.current,
    estimateSize: () => 36,
    getItemKey: (i) => lines[i]!.number,
    overscan: 12,
  });
  if (results.size === 0) return null;
  return (
    <>
      <SegmentedControl
        value={shown}
        onChange={(value) => setShown(value === 'errors' ? 'errors' : 'all')}
        data={[
          { value: 'all', label: t('importing.allLines') },
          { value: 'errors', label: t('importing.onlyErrors') },
        ]}
        aria-label={t('importing.show')}
        style={{ alignSelf: 'flex-start' }}
      />
      {lines.length === 0 ? (
        <Empty title={t('importing.noErrors')} />
      ) : (
        <Box
          ref={viewport}
          className={style['viewport']}
          tabIndex={0}
          role="region"
          aria-label={t('importing.perLine')}
        >
          <div role="table" aria-label={t('importing.perLine')} aria-rowcount={lines.length + 1}>
            <div role="rowgroup">
              <div role="row" className={style['header']} aria-rowindex={1}>
                {(['line', 'reference', 'period', 'result'] as const).map((name) => (
                  <span role="columnheader" key={name}>
                    {t(`importing.report.${name}`)}
                  </span>
                ))}
              </div>
            </div>
            <div role="rowgroup" className={style['body']} style={{ height: rows.getTotalSize() }}>
              {rows.getVirtualItems().map(({ index, key, start }) => {
                const { number, text } = lines[index]!;
                return (
                  <div
                    key={key}
                    ref={rows.measureElement}
                    data-index={index}
                    role="row"
                    aria-rowindex={index + 2}
                    className={style['row']}
                    style={{ transform: `translateY(${start}px)` }}
                  >
                    <Row number={number} line={text} result={results.get(number)!} />
                  </div>
                );
              })}
            </div>
          </div>
        </Box>
      )}
    </>
  );
}

/** A line that no reference could be read from shows itself. */
function Row({ number, line, result }: { number: number; line: string; result: Result }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { text, isGood } = useOutcome()(result);
  const hasPeriod = result.state === 'ready' || result.state === 'sold';
  const Icon = isGood ? IconCheck : IconAlertTriangle;
  return (
    <>
      <Text role="cell" size="sm" c="dimmed" className="figures" aria-label={t('importing.lineNumber', { number })}>
        {format.number(number)}
      </Text>
      <Text role="cell" size="sm" style={{ overflowWrap: 'anywhere' }}>
        {hasPeriod && result.multipackId ? (
          <Anchor
            size="sm"
            renderRoot={(props) => (
              <Link {...props} to="/multipacks/$multipackId" params={{ multipackId: result.multipackId! }} />
            )}
          >
            {result.reference}
          </Anchor>
        ) : (
          (result.reference ?? (
            <Text span size="sm" c="dimmed" lineClamp={2}>
              {line}
            </Text>
          ))
        )}
      </Text>
      <Text role="cell" size="sm">
        {hasPeriod && <Period from={result.validFrom} to={result.validTo} />}
      </Text>
      <Text role="cell" size="sm" className={style['outcome']}>
        <Icon size={16} aria-hidden color={isGood ? 'var(--mantine-color-teal-6)' : 'var(--mantine-color-red-6)'} />
        <span>{text}</span>
      </Text>
    </>
  );
}
