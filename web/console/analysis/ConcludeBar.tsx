import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../shared/queries.ts';
import type { CancellationRequestDetail, MultipackDetail } from '../../shared/types.ts';
import type { Moves } from '../desk/moves.ts';
import style from './analysis.module.css';
import { useAnalysis } from './place.ts';
import { useCancelPreview } from './preview.ts';
import { useConclusionWords } from './sentences.ts';

/** Both conclusions, each with what it will do; or what must come before them. */
export function ConcludeBar({ request, moves }: { request: CancellationRequestDetail; moves: Moves }) {
  const { t } = useTranslation();
  const { allowed, claimer, id } = request;
  return (
    <section className={style['bar']} aria-label={t('analysis.conclude')}>
      {allowed.conclude ? (
        <Choices request={request} />
      ) : (
        <Group justify="space-between" gap="xs">
          <Text size="sm">
            {claimer === null ? t('analysis.claimFirst') : t('analysis.notYours', { name: claimer.name })}
          </Text>
          {allowed.analyse && (
            <Button loading={moves.moving.has(id)} onClick={() => void moves.claim(request)}>
              {t('desk.claim')}
            </Button>
          )}
        </Group>
      )}
    </section>
  );
}

function Choices({ request }: { request: CancellationRequestDetail }) {
  const { t } = useTranslation();
  const { go } = useAnalysis();
  const words = useConclusionWords();
  const preview = useCancelPreview(request);
  const multipack = useGet<MultipackDetail>(`/api/multipacks/${request.multipack.id}`);
  return (
    <div className={style['choices']}>
      <Text size="sm" visibleFrom="sm" id="what-cancel-does">
        {preview.data ? words.cancel(preview.data).join(' ') : '…'}
      </Text>
      <Text size="sm" visibleFrom="sm" id="what-revert-does">
        {multipack.data ? words.revert(multipack.data) : '…'}
      </Text>
      <Wide color="red" describedBy="what-cancel-does" onClick={() => go({ act: 'cancel' })}>
        {t('analysis.cancel.title')}
      </Wide>
      <Wide describedBy="what-revert-does" onClick={() => go({ act: 'revert' })}>
        {t('analysis.revert.title')}
      </Wide>
    </div>
  );
}

interface WideProps {
  color?: string;
  describedBy: string;
  onClick: () => void;
  children: string;
}

/** On a phone the words may take two lines. */
const Wide = ({ color, describedBy, onClick, children }: WideProps) => (
  <Button
    {...(color ? { color } : {})}
    aria-describedby={describedBy}
    onClick={onClick}
    h="auto"
    mih={40}
    py={6}
    style={{ justifySelf: 'start' }}
    styles={{ label: { whiteSpace: 'normal' } }}
  >
    {children}
  </Button>
);
