export { en as ptBR } from './en.ts';
