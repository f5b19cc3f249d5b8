export const LANGUAGES = ['es', 'it', 'en', 'pt-BR'] as const;
export type Language = (typeof LANGUAGES)[number];
