package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/pulumi/pulumi-terraform-bridge/v3/dynamic/internal/shim/run"
)

const (
	settingsFile = "terraform-provider.json"
	schemasFile  = "schemas.json"

	// endTimeout leaves time before Pulumi, after five seconds, kills what has not ended.
	endTimeout  = 3 * time.Second
	parentCheck = time.Second
)

// terraformProvider reads the path of the Terraform provider's executable from the settings file beside this binary.
func terraformProvider() (string, error) {
	path, err := beside(settingsFile)
	if err != nil {
		return "", err
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("the settings of the plugin are missing: %w", err)
	}
	var settings struct {
		Executable string `json:"executable"`
	}
	if err := json.Unmarshal(content, &settings); err != nil {
		return "", fmt.Errorf("%s is not valid JSON: %w", path, err)
	}
	if settings.Executable == "" {
		return "", fmt.Errorf("%s names no executable", path)
	}
	return settings.Executable, nil
}

// beside is the path of a file beside this binary.
func beside(name string) (string, error) {
	binary, err := os.Executable()
	if err != nil {
		return "", err
	}
	if binary, err = filepath.EvalSymlinks(binary); err != nil {
		return "", err
	}
	return filepath.Join(filepath.Dir(binary), name), nil
}

// endWithPulumi ends the Terraform provider and this process when Pulumi says so or is gone. Pulumi stops a plugin by
// interrupting its process group, which a Terraform provider ignores: it waits to be told by its parent, and would
// otherwise run on for ever. A Pulumi that was killed says nothing; without it this process gets another parent, and
// a broken pipe when it logs.
func endWithPulumi(terraform io.Closer) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGPIPE)
	pulumi := os.Getppid()
	go func() {
		for waiting := true; waiting; {
			select {
			case <-signals:
				waiting = false
			case <-time.After(parentCheck):
				waiting = os.Getppid() == pulumi
			}
		}
		end(terraform)
		os.Exit(0)
	}()
}

// end tells the Terraform provider to end, but does not wait for one that no longer answers.
func end(terraform io.Closer) {
	ended := make(chan struct{})
	go func() {
		_ = terraform.Close()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(endTimeout):
	}
}

// narrowed is a provider that shows the bridge only the resources and data sources of the catalog. The AWS provider
// has some 1,500 resources; walking them all costs more than starting it.
type narrowed struct {
	run.Provider
	names catalog
	store bool
}

// only narrows the provider. With store it writes the schemas to a file beside this binary, from which later starts
// read them.
func only(provider run.Provider, names catalog, store bool) run.Provider {
	return narrowed{provider, names, store}
}

func (n narrowed) GetProviderSchema(
	ctx context.Context, request *tfprotov6.GetProviderSchemaRequest,
) (*tfprotov6.GetProviderSchemaResponse, error) {
	path, err := beside(schemasFile)
	if err != nil {
		return nil, err
	}
	if response, err := readSchemas(path); response != nil || err != nil {
		return response, err
	}
	response, err := n.Provider.GetProviderSchema(ctx, request)
	if err != nil {
		return nil, err
	}
	response.ResourceSchemas = keep(response.ResourceSchemas, n.names.Resources)
	response.DataSourceSchemas = keep(response.DataSourceSchemas, n.names.Functions)
	if n.store {
		return response, writeSchemas(path, response)
	}
	return response, nil
}

func keep(schemas map[string]*tfprotov6.Schema, names map[string]string) map[string]*tfprotov6.Schema {
	kept := make(map[string]*tfprotov6.Schema, len(names))
	for name := range names {
		if schema, ok := schemas[name]; ok {
			kept[name] = schema
		}
	}
	return kept
}
