import type { Request } from 'express';
import type { SignedIn } from './user.ts';

const identities = new WeakMap<Request, SignedIn>();

/** Who the request comes from; undefined for a stranger. */
export const identityOf = (request: Request): SignedIn | undefined => identities.get(request);

export const setIdentity = (request: Request, user: SignedIn): void => void identities.set(request, user);
