import { isSceneName, type SceneName } from '#share/sceneName.ts';

export const match = (param: string): param is SceneName => isSceneName(param);
