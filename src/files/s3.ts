import type { Config } from '../config.ts';
import { Refusal } from '../database/act.ts';
import type { FileStore } from './store.ts';

const CONNECT_MS = 3_000;
const ANSWER_MS = 15_000;
const ATTEMPTS = 2;

export type S3Config = NonNullable<Config['s3']>;

/** A bucket of S3 or of what speaks its language, with the usual credentials of AWS. */
export async function openS3({
  bucket: Bucket,
  endpoint,
  region,
}: S3Config): Promise<FileStore & { check(patienceMs: number): Promise<void>; close(): void }> {
  // A large library, which most installations do without.
  const { S3Client, PutObjectCommand, GetObjectCommand, DeleteObjectCommand, ListObjectsV2Command, NoSuchKey } =
    await import('@aws-sdk/client-s3');
  const client = new S3Client({
    region,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    maxAttempts: ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: ANSWER_MS, throwOnRequestTimeout: true },
    // Not every store that speaks S3 knows the newer checksums; ours is in the row.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const orAway = <T>(asked: Promise<T>): Promise<T> =>
    asked.catch((cause: unknown) => {
      throw new Refusal(503, 'file_store_away', {}, { cause });
    });
  return {
    async put(Key, Body, ContentType) {
      await orAway(client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType })));
    },
    get: (Key) =>
      orAway(
        client.send(new GetObjectCommand({ Bucket, Key })).then(
          async ({ Body }) => (await Body?.transformToByteArray()) ?? null,
          (error: unknown) => {
            if (error instanceof NoSuchKey) return null;
            throw error;
          },
        ),
      ),
    async remove(Key) {
      await orAway(client.send(new DeleteObjectCommand({ Bucket, Key })));
    },
    /** Throws what the store says against being used with this bucket and these credentials. */
    async check(patienceMs) {
      // Unlike the question whether the bucket is there, this one is refused in words.
      const abortSignal = AbortSignal.timeout(patienceMs);
      await client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 1 }), { abortSignal });
    },
    close: () => client.destroy(),
  };
}
