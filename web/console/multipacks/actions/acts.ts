import { useAct } from '../../../shared/queries.ts';
import { useToast } from '../../../shared/toast.tsx';
import type { MultipackDetail } from '../../../shared/types.ts';

/** What an action's dialog is given. */
export interface DialogProps {
  multipack: MultipackDetail;
  /** The cancellation request in whose analysis it happens; its history then shows it. */
  requestId?: string | undefined;
  close: () => void;
}

/** Something done to one multipack: `send('block', { reason })`. */
export function useMultipackAct<T = MultipackDetail>(id: string, requestId?: string) {
  const { mutateAsync, error, isPending, reset } = useAct<T>();
  const send = (what: string, body: object = {}): Promise<T> =>
    mutateAsync({
      path: `/api/multipacks/${id}/${what}`,
      body: requestId === undefined ? body : { ...body, requestId },
    });
  return { send, error, isPending, reset };
}

/** The same where no dialog stands to show a refusal, as of what a toast takes back: another toast says it. */
export function useTry(id: string, requestId?: string) {
  const { send } = useMultipackAct<unknown>(id, requestId);
  const toast = useToast();
  return async (what: string, body?: object, done?: () => void): Promise<void> => {
    try {
      await send(what, body);
      done?.();
    } catch (error) {
      toast.failed(error);
    }
  };
}
