/** Timer counts how long a lecture has lasted; seconds since an epoch come from outside. */
export type Timer = {
	/** Seconds counted before it was started last. */
	readonly passed: number;
	/** When it was started; missing while it stands. */
	readonly since?: number;
};

export const STOPPED: Timer = { passed: 0 };

export const elapsed = ({ passed, since }: Timer, now: number): number =>
	passed + (since === undefined ? 0 : Math.max(0, now - since));

export const started = (timer: Timer, now: number): Timer =>
	timer.since === undefined ? { ...timer, since: now } : timer;
export const paused = (timer: Timer, now: number): Timer => ({ passed: elapsed(timer, now) });
export const toggled = (timer: Timer, now: number): Timer =>
	timer.since === undefined ? started(timer, now) : paused(timer, now);
/** Back to nothing, and on if it was running. */
export const reset = (timer: Timer, now: number): Timer =>
	timer.since === undefined ? STOPPED : { passed: 0, since: now };

export const isTimer = (value: unknown): value is Timer => {
	const { passed, since } = (value ?? {}) as Partial<Timer>;
	return isSeconds(passed) && (since === undefined || isSeconds(since));
};
const isSeconds = (value: unknown): boolean =>
	typeof value === 'number' && Number.isFinite(value) && value >= 0;

const two = (number: number): string => String(number).padStart(2, '0');

/** 7:05, 1:07:05; with a minus sign where time is over. */
export function sayTime(seconds: number): string {
	const whole = Math.floor(Math.abs(seconds));
	const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
	const rest = two(whole % 60);
	const sign = seconds < 0 && whole > 0 ? '−' : '';
	return sign + (hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`);
}
