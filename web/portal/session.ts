import { useSuspenseQuery } from '@tanstack/react-query';
import type { PortalCustomer, PortalSession } from '../shared/types.ts';
import { sessionOptions } from './places.ts';

/** Who is signed in; below the shell somebody is. */
export const useSession = (): PortalSession => useSuspenseQuery(sessionOptions).data;

/** Whose purchase it is: one address may stand for a family. */
export const useCustomer = (id: string): PortalCustomer | undefined =>
  useSession().customers.find((customer) => customer.id === id);
