//go:build tools

// Package pythonhost pins the last published Go module that holds Pulumi's Python language host.
package pythonhost

import _ "github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python"
