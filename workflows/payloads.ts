import { defaultPayloadConverter, type PayloadConverter } from '@temporalio/common';

/**
 * As the usual one, but what cannot be read is nothing: a signal sent by hand may hold anything, is in the history for good,
 * and a workflow that fails over it would never go on. Whoever asks for something checks what came anyway.
 */
export const payloadConverter: PayloadConverter = {
  toPayload: (value) => defaultPayloadConverter.toPayload(value),
  fromPayload: (payload) => {
    try {
      return defaultPayloadConverter.fromPayload(payload);
    } catch {
      return undefined as never;
    }
  },
};
