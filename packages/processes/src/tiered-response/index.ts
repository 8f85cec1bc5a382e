export { type ResponseFigures, responseFigures } from './figures.ts';
export { type ResponseOptions, responseDefaults } from './options.ts';
export { tieredResponse, tieredResponseProcess } from './process.ts';
