/** What a client reads in a DNS message (RFC 1035). */
import type { Answer } from './dnsMessage.ts';

export const readAnswer = (text: string): Answer => {
	const [code = 'SERVFAIL', authority = '-', ...records] = text.split(' ');
	return { code: code as Answer['code'], isAuthoritative: authority === 'aa', records };
};

/** '2.0.18.172.in-addr.arpa' → '172.18.0.2' */
export const reversedAddress = (name: string): string | undefined => {
	const found = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\.in-addr\.arpa$/.exec(name);
	return found ? [found[4], found[3], found[2], found[1]].join('.') : undefined;
};
