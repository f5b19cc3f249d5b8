import { ApiError, type Problem } from '../../shared/api.ts';
import { currentLanguage } from '../../shared/i18n.ts';
import type { ServiceOrder } from '../../shared/types.ts';
import { save } from '../import/download.ts';

/** The order on paper. A link would ask in the language of the browser, not in that of the screen. */
export async function printOrder({ id, code }: Pick<ServiceOrder, 'id' | 'code'>): Promise<void> {
  const headers = { 'Accept-Language': currentLanguage() };
  const response = await fetch(`/api/service-orders/${id}/print`, { headers }).catch(() => {
    throw new ApiError(0);
  });
  if (!response.ok) throw new ApiError(response.status, (await response.json()) as Problem);
  save(`${code}.pdf`, await response.blob());
}
