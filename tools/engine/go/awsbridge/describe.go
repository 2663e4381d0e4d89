package main

import (
	"slices"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
)

// description is what the plugin serves, by Pulumi token, and which names of the catalog the Terraform provider lacks.
type description struct {
	Version   string                         `json:"version"`
	Resources map[string]map[string]property `json:"resources"`
	Functions map[string]map[string]property `json:"functions"`
	Missing   []string                       `json:"missing"`
}

// property is the shape of one property: whether it is a list, and its objects' properties where it has them.
type property struct {
	List       bool                `json:"list,omitempty"`
	Properties map[string]property `json:"properties,omitempty"`
}

func describe(info tfbridge.ProviderInfo, names catalog) description {
	d := description{
		Version:   info.Version,
		Resources: map[string]map[string]property{},
		Functions: map[string]map[string]property{},
		Missing:   []string{},
	}
	for name, token := range names.Resources {
		if resource, ok := info.P.ResourcesMap().GetOk(name); ok {
			d.Resources[token] = properties(resource.Schema(), info.Resources[name].GetFields())
		} else {
			d.Missing = append(d.Missing, name)
		}
	}
	for name, token := range names.Functions {
		if source, ok := info.P.DataSourcesMap().GetOk(name); ok {
			d.Functions[token] = properties(source.Schema(), info.DataSources[name].GetFields())
		} else {
			d.Missing = append(d.Missing, "data "+name)
		}
	}
	slices.Sort(d.Missing)
	return d
}

func properties(schemas shim.SchemaMap, infos map[string]*tfbridge.SchemaInfo) map[string]property {
	found := map[string]property{}
	schemas.Range(func(name string, schema shim.Schema) bool {
		found[tfbridge.TerraformToPulumiNameV2(name, schemas, infos)] = shape(schema, infos[name])
		return true
	})
	return found
}

func shape(schema shim.Schema, info *tfbridge.SchemaInfo) property {
	collection := schema.Type() == shim.TypeList || schema.Type() == shim.TypeSet
	p := property{List: collection && !tfbridge.IsMaxItemsOne(schema, info)}
	if object, ok := schema.Elem().(shim.Resource); ok {
		var fields map[string]*tfbridge.SchemaInfo
		if info != nil && info.Elem != nil {
			fields = info.Elem.Fields
		}
		p.Properties = properties(object.Schema(), fields)
	} else if element, ok := schema.Elem().(shim.Schema); ok && collection {
		p.Properties = shape(element, nil).Properties
	}
	return p
}
