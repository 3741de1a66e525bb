/** As in package.json; a spec holds the two together. */
export const VERSION = '0.1.0';
