import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../shared/api.ts';
import { useAct } from '../../shared/queries.ts';
import { useToast } from '../../shared/toast.tsx';
import type { CancellationRequest, CancellationRequestDetail } from '../../shared/types.ts';
import { useSession } from '../shell/session.ts';
import type { DeskColumn } from './address.ts';

/** An act that was not decided: nothing happened, and from `retryAt` on it is worth another try. */
export interface Undecided {
  error: ApiError;
  /** Milliseconds of the epoch. */
  retryAt: number;
  retry: () => unknown;
}

const RETRY_MS = 5_000;

const retryAtOf = ({ retryAfter }: ApiError): number =>
  Date.now() + (retryAfter === undefined ? RETRY_MS : retryAfter * 1000);

/** Without one key of a map. */
const without = <T>(map: ReadonlyMap<string, T>, key: string): Map<string, T> => {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
};

/**
 * Claims, releases and assigns. Until the server has answered, the card stands where it is going; where nothing was
 * decided, it goes back and says so.
 */
export function useMoves() {
  const { t } = useTranslation();
  const toast = useToast();
  const client = useQueryClient();
  const { user } = useSession();
  const act = useAct<CancellationRequestDetail>();
  const [moving, setMoving] = useState<ReadonlyMap<string, DeskColumn>>(new Map());
  const [undecided, setUndecided] = useState<ReadonlyMap<string, Undecided>>(new Map());

  interface Move {
    verb: 'analyse' | 'release' | 'assign';
    to: DeskColumn;
    body?: { assigneeId: string };
    done: () => void;
  }

  const ask = ({ id }: CancellationRequest, { verb, body }: Pick<Move, 'verb' | 'body'>) =>
    act.mutateAsync({ path: `/api/cancellation-requests/${id}/${verb}`, body });

  async function decide(request: CancellationRequest, move: Move): Promise<void> {
    const { id } = request;
    setUndecided((all) => without(all, id));
    setMoving((all) => new Map(all).set(id, move.to));
    try {
      await ask(request, move);
      move.done();
    } catch (error) {
      if (error instanceof ApiError && (error.status === 0 || error.status === 503)) {
        const retryAt = retryAtOf(error);
        const retry = () => void decide(request, move);
        setUndecided((all) => new Map(all).set(id, { error, retryAt, retry }));
      } else {
        toast.failed(error);
        // Somebody else was faster: the card goes where it is by now.
        await client.invalidateQueries();
      }
    } finally {
      setMoving((all) => without(all, id));
    }
  }

  /** As it was before, from wherever the reader has gone to meanwhile: to its analyst, or to nobody. */
  async function undo(before: CancellationRequest): Promise<void> {
    const { claimer, code } = before;
    try {
      if (claimer === null) await ask(before, { verb: 'release' });
      else if (user.accessLevel > 2) await ask(before, { verb: 'analyse' });
      else await ask(before, { verb: 'assign', body: { assigneeId: claimer.id } });
      toast.done(claimer === null ? t('desk.released', { code }) : t('desk.assigned', { code, name: claimer.name }));
    } catch (error) {
      toast.failed(error);
    }
  }

  const moved = (message: string, before: CancellationRequest) => toast.done(message, () => undo(before));

  const claim = (request: CancellationRequest, onClaimed?: () => void): Promise<void> =>
    decide(request, {
      verb: 'analyse',
      to: 'in_analysis',
      done: () => {
        moved(t('desk.claimed', { code: request.code }), request);
        onClaimed?.();
      },
    });

  const assign = (request: CancellationRequest, { id, name }: { id: string; name: string }): Promise<void> =>
    decide(request, {
      verb: 'assign',
      to: 'in_analysis',
      body: { assigneeId: id },
      done: () => moved(t('desk.assigned', { code: request.code, name }), request),
    });

  const release = (request: CancellationRequest): Promise<void> =>
    decide(request, {
      verb: 'release',
      to: 'pending',
      done: () => moved(t('desk.released', { code: request.code }), request),
    });

  return {
    moving,
    undecided,
    claim,
    release,
    assign,
    /** Takes away what a card says about its last try. */
    forget: (id: string) => setUndecided((all) => without(all, id)),
    mayRelease: ({ state, claimer }: CancellationRequest) =>
      state === 'in_analysis' && (user.accessLevel <= 2 || claimer?.id === user.id),
    mayAssign: ({ concludedAt }: CancellationRequest) => concludedAt === null && user.accessLevel <= 2,
  };
}

export type Moves = ReturnType<typeof useMoves>;
