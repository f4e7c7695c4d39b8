module openedx.sandbox/argo

go 1.26.0

require (
	github.com/argoproj/argo-cd/v3 v3.4.4
	github.com/argoproj/argo-workflows/v3 v3.7.14
)
