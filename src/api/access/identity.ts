import type { Request } from 'express';
import type { PortalCaller } from './portal-sessions.ts';
import type { SignedIn } from './user.ts';

const identities = new WeakMap<Request, SignedIn>();
const portalCallers = new WeakMap<Request, PortalCaller>();

/** Who of the staff the request comes from; undefined for a stranger and everywhere in the portal. */
export const identityOf = (request: Request): SignedIn | undefined => identities.get(request);

export const setIdentity = (request: Request, user: SignedIn): void => void identities.set(request, user);

/** Which portal account the request comes from; undefined for a stranger and everywhere outside the portal. */
export const portalCallerOf = (request: Request): PortalCaller | undefined => portalCallers.get(request);

export const setPortalCaller = (request: Request, caller: PortalCaller): void =>
  void portalCallers.set(request, caller);
