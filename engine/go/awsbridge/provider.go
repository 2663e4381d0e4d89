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
const autonameLength = 255

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
	info.P.ResourcesMap().Range(func(name string, _ shim.Resource) bool {
		info.Resources[name] = &tfbridge.ResourceInfo{
			Tok:    tokens.Type(names.Resources[name]),
			Fields: overrides(names.Fields[name]),
		}
		return true
	})
	info.P.DataSourcesMap().Range(func(name string, _ shim.Resource) bool {
		info.DataSources[name] = &tfbridge.DataSourceInfo{
			Tok:    tokens.ModuleMember(names.Functions[name]),
			Fields: overrides(names.Fields[name]),
		}
		return true
	})
	if err := fixup.Default(&info); err != nil {
		return info, err
	}
	info.SetAutonaming(autonameLength, "-")
	return info, nil
}

// overrides turns the catalog's fields into the bridge's. A list of objects keeps its objects' fields one level down.
func overrides(fields map[string]*field) map[string]*tfbridge.SchemaInfo {
	if len(fields) == 0 {
		return nil
	}
	infos := make(map[string]*tfbridge.SchemaInfo, len(fields))
	for name, f := range fields {
		info := &tfbridge.SchemaInfo{Name: f.Name, MaxItemsOne: f.MaxItemsOne}
		if len(f.Fields) > 0 {
			info.Elem = &tfbridge.SchemaInfo{Fields: overrides(f.Fields)}
		}
		infos[name] = info
	}
	return infos
}
