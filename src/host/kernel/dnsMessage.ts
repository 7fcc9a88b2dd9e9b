/** Questions and answers of the DNS (RFC 1035), as text: `A name`, `PTR 2.0.18.172.in-addr.arpa`. */
export interface Question {
	readonly type: string;
	readonly name: string;
}
export interface Answer {
	readonly code: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL';
	/** Addresses, or names for PTR. */
	readonly records: readonly string[];
	/** The server is the authority for the name. */
	readonly isAuthoritative: boolean;
}
export const questionText = ({ type, name }: Question): string => `${type} ${name}`;
export const readQuestion = (text: string): Question => {
	const [type = 'A', name = ''] = text.split(' ');
	return { type, name: name.toLowerCase().replace(/\.$/, '') };
};
export const answerText = ({ code, records, isAuthoritative }: Answer): string =>
	[code, isAuthoritative ? 'aa' : '-', ...records].join(' ');
export const reverseName = (address: string): string =>
	`${address.split('.').reverse().join('.')}.in-addr.arpa`;
