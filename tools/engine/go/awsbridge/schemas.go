package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// schemas are what the catalog needs of a Terraform provider's schema, in a form that can be written to a file. Asking
// the provider for all of its 1,500 resources takes longer than everything else that a plugin does to start.
type schemas struct {
	Provider     *schema
	Resources    map[string]*schema
	DataSources  map[string]*schema
	Capabilities *tfprotov6.ServerCapabilities
}

type schema struct {
	Version int64
	Block   *block
}

type block struct {
	Attributes []attribute
	Blocks     []nestedBlock
	Deprecated bool
}

type attribute struct {
	Name                                                           string
	Type                                                           json.RawMessage
	Required, Optional, Computed, Sensitive, Deprecated, WriteOnly bool
}

type nestedBlock struct {
	Name     string
	Nesting  tfprotov6.SchemaNestedBlockNestingMode
	Min, Max int64
	Block    *block
}

// readSchemas reads the file; nil where there is none.
func readSchemas(path string) (*tfprotov6.GetProviderSchemaResponse, error) {
	content, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var stored schemas
	if err := json.Unmarshal(content, &stored); err != nil {
		return nil, fmt.Errorf("%s is not valid: %w", path, err)
	}
	response := &tfprotov6.GetProviderSchemaResponse{ServerCapabilities: stored.Capabilities}
	if response.Provider, err = stored.Provider.restored(); err != nil {
		return nil, err
	}
	if response.ResourceSchemas, err = each(stored.Resources, (*schema).restored); err != nil {
		return nil, err
	}
	response.DataSourceSchemas, err = each(stored.DataSources, (*schema).restored)
	return response, err
}

// writeSchemas writes the file.
func writeSchemas(path string, response *tfprotov6.GetProviderSchemaResponse) error {
	stored, err := schemas{Capabilities: response.ServerCapabilities}, error(nil)
	if stored.Provider, err = storable(response.Provider); err != nil {
		return err
	}
	if stored.Resources, err = each(response.ResourceSchemas, storable); err != nil {
		return err
	}
	if stored.DataSources, err = each(response.DataSourceSchemas, storable); err != nil {
		return err
	}
	content, err := json.Marshal(stored)
	if err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o644)
}

func each[A, B any](from map[string]*A, convert func(*A) (*B, error)) (map[string]*B, error) {
	to := make(map[string]*B, len(from))
	for name, one := range from {
		converted, err := convert(one)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		to[name] = converted
	}
	return to, nil
}

func storable(from *tfprotov6.Schema) (*schema, error) {
	stored, err := storableBlock(from.Block)
	return &schema{from.Version, stored}, err
}

func storableBlock(from *tfprotov6.SchemaBlock) (*block, error) {
	to := &block{Deprecated: from.Deprecated}
	for _, one := range from.Attributes {
		if one.NestedType != nil {
			return nil, fmt.Errorf("attribute %s has a nested type, which this plugin does not store", one.Name)
		}
		kind, err := json.Marshal(one.Type)
		if err != nil {
			return nil, err
		}
		to.Attributes = append(to.Attributes, attribute{
			one.Name, kind, one.Required, one.Optional, one.Computed, one.Sensitive, one.Deprecated, one.WriteOnly,
		})
	}
	for _, one := range from.BlockTypes {
		inner, err := storableBlock(one.Block)
		if err != nil {
			return nil, err
		}
		to.Blocks = append(to.Blocks, nestedBlock{one.TypeName, one.Nesting, one.MinItems, one.MaxItems, inner})
	}
	return to, nil
}

func (from *schema) restored() (*tfprotov6.Schema, error) {
	restored, err := from.Block.restored()
	return &tfprotov6.Schema{Version: from.Version, Block: restored}, err
}

func (from *block) restored() (*tfprotov6.SchemaBlock, error) {
	to := &tfprotov6.SchemaBlock{Deprecated: from.Deprecated}
	for _, one := range from.Attributes {
		kind, err := tftypes.ParseJSONType(one.Type) //nolint:staticcheck // the one way to read what MarshalJSON wrote
		if err != nil {
			return nil, fmt.Errorf("attribute %s: %w", one.Name, err)
		}
		to.Attributes = append(to.Attributes, &tfprotov6.SchemaAttribute{
			Name: one.Name, Type: kind, Required: one.Required, Optional: one.Optional, Computed: one.Computed,
			Sensitive: one.Sensitive, Deprecated: one.Deprecated, WriteOnly: one.WriteOnly,
		})
	}
	for _, one := range from.Blocks {
		inner, err := one.Block.restored()
		if err != nil {
			return nil, err
		}
		to.BlockTypes = append(to.BlockTypes, &tfprotov6.SchemaNestedBlock{
			TypeName: one.Name, Nesting: one.Nesting, MinItems: one.Min, MaxItems: one.Max, Block: inner,
		})
	}
	return to, nil
}
