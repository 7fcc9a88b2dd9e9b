import { dev } from '$app/environment';

/** `/sheet` is only there while developing. */
export const match = (param: string): param is 'sheet' => dev && param === 'sheet';
