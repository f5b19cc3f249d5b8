export { cancellationRequest } from './cancellation-request.ts';
export { connectionException } from './connection-exception.ts';
export { customerNotices } from './customer-notices.ts';
export { multipackRenewal } from './multipack-renewal.ts';
