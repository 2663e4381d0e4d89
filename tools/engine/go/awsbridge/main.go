// Command awsbridge is a Pulumi resource plugin: it serves an installed Terraform AWS provider under the tokens and
// property names of pulumi-aws, so that a program written for pulumi-aws runs on it unchanged.
//
// Beside the binary lies terraform-provider.json, which names the provider's executable. With the single argument
// "describe" the plugin prints what it serves as JSON, writes the schemas that it needs to schemas.json beside it, and
// ends; otherwise Pulumi starts it and speaks gRPC to it.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/pulumi/pulumi/pkg/v3/resource/provider"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/pulumi/pulumi-terraform-bridge/v3/dynamic/internal/shim/run"
	bridge "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
)

// version is the pulumi-aws release whose SDK the plugin answers to; the linker sets it.
var version = "0.0.0"

func main() {
	if err := serve(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "awsbridge:", err)
		os.Exit(1)
	}
}

func serve(ctx context.Context, arguments []string) error {
	executable, err := terraformProvider()
	if err != nil {
		return err
	}
	terraform, err := run.LocalProvider(ctx, executable)
	if err != nil {
		return fmt.Errorf("cannot start the Terraform provider %s: %w", executable, err)
	}
	defer end(terraform)
	endWithPulumi(terraform)

	names, err := loadCatalog()
	if err != nil {
		return err
	}
	describing := len(arguments) == 1 && arguments[0] == "describe"
	info, err := providerInfo(ctx, only(terraform, names, describing), names, version)
	if err != nil {
		return fmt.Errorf("cannot bridge the Terraform provider %s: %w", executable, err)
	}
	if describing {
		return json.NewEncoder(os.Stdout).Encode(describe(info, names))
	}
	return provider.Main("aws", func(host *provider.HostClient) (pulumirpc.ResourceProviderServer, error) {
		return bridge.NewProviderServer(ctx, host, info, bridge.ProviderMetadata{XGetSchema: noSchema})
	})
}

// noSchema answers for the package schema, which only code generators and YAML programs read.
func noSchema(context.Context, plugin.GetSchemaRequest) ([]byte, error) {
	return []byte("{}"), nil
}
