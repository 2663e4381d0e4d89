//go:build tools

// Package engine keeps the Pulumi CLI in go.mod, so that one module graph builds both it and the AWS plugin.
package engine

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
