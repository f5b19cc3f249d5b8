import { useAct } from '../../../shared/queries.ts';
import { useToast } from '../../../shared/toast.tsx';
import type { MultipackDetail } from '../../../shared/types.ts';

/** What an action's dialog is given. */
export interface DialogProps {
  multipack: MultipackDetail;
  close: () => void;
}

/** Something done to one multipack: `send('block', { reason })`. */
export function useMultipackAct<T = MultipackDetail>(id: string) {
  const { mutateAsync, error, isPending, reset } = useAct<T>();
  const send = (what: string, body: object = {}): Promise<T> =>
    mutateAsync({ path: `/api/multipacks/${id}/${what}`, body });
  return { send, error, isPending, reset };
}

/** The same where no dialog stands to show a refusal, as of what a toast takes back: another toast says it. */
export function useTry(id: string) {
  const { send } = useMultipackAct<unknown>(id);
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
