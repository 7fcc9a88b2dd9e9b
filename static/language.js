// The first of the reader's languages that the site speaks; Korean otherwise.
const spoken = ['ko', 'en'];
const wanted = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
const language = wanted.find((tag) => spoken.includes(tag)) ?? 'ko';
location.replace(new URL(`${language}/${location.search}${location.hash}`, location.href));
