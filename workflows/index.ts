export { multipackRenewal } from './multipack-renewal.ts';
