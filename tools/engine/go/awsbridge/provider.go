package main

import (
	"context"

	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"

	"github.com/pulumi/pulumi-terraform-bridge/v3/dynamic/internal/fixup"
	"github.com/pulumi/pulumi-terraform-bridge/v3/dynamic/internal/shim/run"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/proto"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
)

// autonameLength is the longest name Pulumi may make up for a resource; AWS checks the narrower limits itself.
const (
	autonameLength    = 255
	autonameSeparator = "-"
)

// providerInfo describes to the bridge how the Terraform provider appears as the Pulumi package "aws".
func providerInfo(
	ctx context.Context, terraform run.Provider, names catalog, version string,
) (tfbridge.ProviderInfo, error) {
	info := tfbridge.ProviderInfo{
		P:              proto.New(ctx, terraform),
		Name:           "aws",
		Version:        version,
		ResourcePrefix: "aws",
		Resources:      map[string]*tfbridge.ResourceInfo{},
		DataSources:    map[string]*tfbridge.DataSourceInfo{},
		MetadataInfo:   &tfbridge.MetadataInfo{Data: tfbridge.ProviderMetadata(nil)},
	}
	info.P.ResourcesMap().Range(func(name string, resource shim.Resource) bool {
		properties := fields(resource.Schema(), names.ResourceFields[name])
		// The Terraform id is the Pulumi id; without a name of its own the fix-ups below would show it a second time
		// under a made-up one.
		properties["id"] = &tfbridge.SchemaInfo{Name: "id"}
		info.Resources[name] = &tfbridge.ResourceInfo{Tok: tokens.Type(names.Resources[name]), Fields: properties}
		return true
	})
	info.P.DataSourcesMap().Range(func(name string, source shim.Resource) bool {
		info.DataSources[name] = &tfbridge.DataSourceInfo{
			Tok:    tokens.ModuleMember(names.Functions[name]),
			Fields: fields(source.Schema(), names.FunctionFields[name]),
		}
		return true
	})
	if err := fixup.Default(&info); err != nil {
		return info, err
	}
	info.SetAutonaming(autonameLength, autonameSeparator)
	return info, nil
}
