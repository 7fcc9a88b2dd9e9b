/** The options before the command (docker/cli: cli/flags/options.go). */
export const globalFlags = String.raw`
= docker
0 [OPTIONS] COMMAND
A self-sufficient runtime for containers
config=string Location of client config files (default "/root/.docker")
-c context=string Name of the context to use to connect to the daemon (overrides DOCKER_HOST env var and default context set with "docker context use")
-D debug Enable debug mode
26:-H host=list Daemon socket to connect to
20:-H host=list Daemon socket(s) to connect to
26:-l log-level=string Set the logging level ("debug", "info", "warn", "error", "fatal") (default "info")
20:-l log-level=string Set the logging level ("debug"|"info"|"warn"|"error"|"fatal") (default "info")
tls Use TLS; implied by --tlsverify
tlscacert=string Trust certs signed only by this CA (default "/root/.docker/ca.pem")
tlscert=string Path to TLS certificate file (default "/root/.docker/cert.pem")
tlskey=string Path to TLS key file (default "/root/.docker/key.pem")
tlsverify Use TLS and verify the remote
-v version Print version information and quit
`;
