import { z } from 'zod';
import { Id, Instant } from './common.ts';

/** Of one file, in bytes. */
export const FILE_LIMIT = 5 * 1024 * 1024;

/** What may be stored, by what the content itself says, with the endings a name may have. */
export const FILE_TYPES = {
  'application/pdf': ['pdf'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/webp': ['webp'],
} as const;
export type FileType = keyof typeof FILE_TYPES;
const FileType = z.enum(Object.keys(FILE_TYPES) as [FileType, ...FileType[]]);

const named = {
  id: Id,
  name: z.string(),
  type: FileType.meta({ description: 'Found in the content' }),
  size: z.int().min(1).meta({ description: 'In bytes' }),
};

/** A file as a record that refers to it shows it. */
export const FileLink = z.strictObject(named).meta({ id: 'FileLink' });

export const StoredFile = z
  .strictObject({
    ...named,
    customerId: Id,
    sha256: z.string().meta({ description: 'Of the content, in hexadecimal digits' }),
    createdAt: Instant,
    createdBy: Id.nullable().meta({ description: 'The user who brought it' }),
  })
  .meta({ id: 'StoredFile' });

export const FileUploadQuery = z.strictObject({
  customerId: Id,
  name: z.string().max(1000).meta({
    description: 'What the file is called; paths and control characters are dropped, the ending follows the content',
  }),
});
