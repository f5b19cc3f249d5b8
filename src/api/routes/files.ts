import { Refusal } from '../../database/act.ts';
import { findFile } from '../../database/files.ts';
import type { StoredFile as FileRow } from '../../database/generated/client.ts';
import { FILE_LIMIT, type FileType, FileUploadQuery, StoredFile } from '../../schemas/files.ts';
import { visibleCustomers } from '../access/visibility.ts';
import { Download, route } from '../route.ts';

const tag = 'files';
const path = '/api/files';

/** A file as a record that refers to it shows it. */
export const toFileLink = ({ id, name, contentType, size }: Pick<FileRow, 'id' | 'name' | 'contentType' | 'size'>) => ({
  id,
  name,
  type: contentType as FileType,
  size,
});

const toStoredFile = (file: Omit<FileRow, 'bytes' | 'storedAt' | 'place' | 'key'>) => ({
  ...toFileLink(file),
  customerId: file.customerId,
  sha256: file.sha256,
  createdAt: file.createdAt.toISOString(),
  createdBy: file.createdBy,
});

export const fileRoutes = [
  route({
    method: 'post',
    path,
    tag,
    summary: 'Store a file of a customer, to name it in a decision',
    description:
      'The body is the file itself: PDF, PNG, JPEG or WebP as its content says, whatever its Content-Type. What no decision names within a day is removed; so a repeat needs no Idempotency-Key, and what it leaves goes by itself.',
    // The bytes are on their way without a transaction open.
    transaction: false,
    fileLimit: FILE_LIMIT,
    query: FileUploadQuery,
    answers: { 201: StoredFile },
    refusals: ['customer_unknown', 'file_empty', 'file_type', 'file_store_away'],
    handle: async ({ database, actor, user, query: { customerId, name }, file, deps: { files, clock } }) => {
      const seen = { AND: [{ id: customerId }, visibleCustomers(user)] };
      const customer = await database.customer.findFirst({ where: seen });
      if (!customer) throw new Refusal(422, 'customer_unknown');
      return toStoredFile(await files.add({ actor, clock }, customer, { name, bytes: file }));
    },
  }),
  route({
    method: 'get',
    path: `${path}/{id}`,
    tag,
    summary: 'What is known of a file',
    answers: { 200: StoredFile },
    handle: async ({ database, user, params }) =>
      toStoredFile(await findFile(database, visibleCustomers(user), params.id)),
  }),
  route({
    method: 'get',
    path: `${path}/{id}/content`,
    tag,
    summary: 'The file itself',
    media: 'application/octet-stream',
    answers: { 200: null },
    refusals: ['file_lost', 'file_store_away'],
    handle: async ({ database, user, params, deps: { files } }) => {
      const file = await findFile(database, visibleCustomers(user), params.id);
      const bytes = await files.read(file);
      return new Download(file.name, (send) => send(Buffer.from(bytes)), {
        'Content-Type': file.contentType,
        'Content-Length': String(bytes.length),
        // Asked again each time: who may see it changes, the file does not.
        'Cache-Control': 'private, no-cache',
        // It comes from outside: where a browser shows it all the same, it may do nothing.
        'Content-Security-Policy': "default-src 'none'; sandbox",
      });
    },
  }),
];
